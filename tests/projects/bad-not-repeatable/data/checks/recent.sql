/* title: every round is past */
SELECT round FROM rounds WHERE closed > current_date
