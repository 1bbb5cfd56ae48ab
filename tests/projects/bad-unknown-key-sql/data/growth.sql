/*
titel: Growth
fields:
  multiple: { unti: x }
*/
SELECT 1 AS multiple
