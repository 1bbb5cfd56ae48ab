import { z } from 'zod';

/** True for a day that the calendar has, from the year 1 to 9999: 2025-02-30 is none. */
export function isDate(text: string): boolean {
  const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A day of a configuration file, as an ISO date. */
export const isoDate = z.string().refine(isDate, 'expected a date of the calendar such as 2025-09-30');
