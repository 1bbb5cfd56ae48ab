/** The words of a starter project in one language. Slides are Markdown with Liquid, without their front matter. */
export interface StarterWords {
  /** The npm packages of fonts, with their versions, for a script that the shipped ones do not have. */
  fonts?: Readonly<Record<string, string>>;
  currency: string;
  title: string;
  subject: string;
  dataset: string;
  source: string;
  model: string;
  check: string;
  /** Titles of the fields. */
  fields: Record<'month' | 'revenue' | 'costs' | 'visitors' | 'profit' | 'margin' | 'growth', string>;
  formulas: Record<'revenue' | 'margin' | 'growth', string>;
  charts: Record<'revenue' | 'visitors', { description: string }>;
  slides: Record<'cover' | 'figures' | 'chart' | 'table' | 'next', string>;
}
