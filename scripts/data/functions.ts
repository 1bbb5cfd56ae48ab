/** DuckDB's aggregates, which make one row of many. */
export const aggregates = new Set(
  `any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last arg_min
  arg_min_null arg_min_nulls_last argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and bool_or corr count
  count_if count_star countif covar_pop covar_samp entropy favg first fsum group_concat histogram histogram_exact kahan_sum
  kurtosis kurtosis_pop last list listagg mad max max_by mean median min min_by mode product quantile quantile_cont
  quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  reservoir_quantile sem skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp
  variance`.split(/\s+/),
);

/** Functions that DuckDB itself does not hold to give the same twice: by clock, by chance, by session. */
export const unstable = new Set(
  `current_connection_id current_database current_date current_query current_query_id current_schema current_schemas
  current_transaction_id currval error gen_random_uuid get_current_time get_current_timestamp in_search_path nextval now
  random setseed sleep_ms stats today transaction_timestamp txid_current uuid uuidv4 uuidv7 write_log`.split(/\s+/),
);

/** More that depend on the clock, on chance or on the machine, though DuckDB does not say so of them. */
export const surroundings = new Set(
  `ago current_catalog current_localtime current_localtimestamp current_role current_setting current_time current_timestamp
  current_user get_block_size getenv getvariable localtime
  localtimestamp reservoir_quantile session_user user version`.split(/\s+/),
);

/** The words that SQL takes for the clock where no column has that name. */
export const clockWords = new Set(['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp']);

/** Table functions that give the same rows from the same arguments, and read nothing else. */
export const tableFunctions = new Set(['generate_series', 'json_each', 'json_tree', 'range', 'repeat', 'unnest']);

/** Aggregates whose result depends on the order of the rows. */
export const ordered = new Set(
  'any_value arbitrary array_agg first group_concat last list listagg string_agg first_value last_value'.split(' '),
);

/** Window functions that say nothing without an order of the rows. */
export const orderedWindows = new Set('fill first_value lag last_value lead nth_value ntile row_number'.split(' '));
