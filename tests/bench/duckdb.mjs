// DuckDB by itself, as a whole process: each query of the arguments in turn.
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create()).connect();
for (const query of process.argv.slice(2)) await (await connection.runAndReadAll(query)).getRows();
