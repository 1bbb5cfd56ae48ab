/* title: cannot run */
SELECT nothing FROM rounds
