/** The one way to pdf-lib: two copies of it would not know each other's objects. */
export * from '@cantoo/pdf-lib';
