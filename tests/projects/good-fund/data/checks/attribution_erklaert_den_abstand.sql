/*
title: Was Kosten und Rest vom Abstand zum Index ausmachen, bleibt klein
*/
SELECT rest FROM attribution_gesamt WHERE abs(rest) > 0.25
