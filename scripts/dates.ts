/** True for a day that the calendar has, from the year 1 to 9999: 2025-02-30 is none. */
export function isDate(text: string): boolean {
  const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
