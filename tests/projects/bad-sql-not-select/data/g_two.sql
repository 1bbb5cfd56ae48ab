/* title: Two */
SELECT 1 AS a; SET enable_external_access = true
