SELECT nothing FROM rounds
