/*
primaryKey: rond
fields:
  multipel: { unit: x }
*/
SELECT round, post_money_usd_bn AS multiple FROM rounds
