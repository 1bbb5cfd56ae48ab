export function compiledSchema(cache: string, require: NodeJS.Require): Promise<string>;
