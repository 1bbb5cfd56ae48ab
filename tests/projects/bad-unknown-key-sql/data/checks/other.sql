/* ttle: x */
SELECT * FROM rounds WHERE false
