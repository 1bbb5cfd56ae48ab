import { z } from 'zod';
import { isDate } from './dates.ts';

/** A day of a configuration file, as an ISO date. */
export const isoDate = z.string().refine(isDate, 'expected a date of the calendar such as 2025-09-30');
