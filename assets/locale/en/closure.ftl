# Bends
trace-bend = { $turns ->
    [one] bend of { $radius } mm radius, { $turns } turn: { $at }
   *[other] bend of { $radius } mm radius, { $turns } turns: { $at }
}
cause-bend = Fibre bent too tight: { $radius } mm radius, { $at }.
