import { decodeHTML } from 'entities';

/** A character reference as Markdown and HTML know it; the semicolon may be missing where HTML lets it. */
export const entityPattern = /(?<!\\)&(?:#x[\da-f]{1,6};?|#\d{1,7};?|[a-z][a-z\d]{1,31};|(?:frac(?:12|14|34)|sup[123]|shy|nbsp));?/gi;

/** What a character reference shows; itself where it is none. */
export const decodeEntity = (entity: string) => decodeHTML(entity);
