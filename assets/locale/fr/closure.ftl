# Courbures
trace-bend = { $turns ->
    [one] courbure de { $radius } mm de rayon, { $turns } tour : { $at }
   *[other] courbure de { $radius } mm de rayon, { $turns } tours : { $at }
}
cause-bend = Fibre trop courbée : { $radius } mm de rayon, { $at }.
