found-count = { $good } of { $all } are good.
found-connected = Light passes.
found-not-connected = Light does not pass.
found-loss = { $loss } at { $nm } nm; at most { $limit } expected.
found-splice-loss = { $fibre }: { $loss } at { $nm } nm; at most { $limit } expected.
found-right-pair = { $a } with { $b }.
found-wrong-pair = { $fibre } is spliced to { $other }.
found-not-spliced = { $a } and { $b } are not spliced together.
found-at = { $fibre }: { $what }
found-no-sleeve = no sleeve.
found-sleeve-not-shrunk = sleeve not shrunk.
found-sleeve-covers = the sleeve covers { $cover } mm of coating or more on each side.
found-sleeve-short = the sleeve covers only { $cover } mm of coating on one side; it takes 10.
found-in-slot = slot { $slot }; slot { $expected } expected.
found-in-no-slot = not stored; slot { $expected } expected.
found-cleaned-before = Cleaned before the cleave, never after.
found-cleaned-after = { $fibre }: you cleaned after the cleave, action { $action }.
found-not-cleaned = { $fibre }: you did not clean before the cleave.
found-cleave = { $fibre }: cleaved at { $angle }; at most { $limit } expected.
found-used = { $used } used ({ $item }); at most { $limit } expected.
found-scraps = { $made ->
    [0] No scrap.
    [one] { $made } scrap, { $binned } in the bin.
   *[other] { $made } scraps, { $binned } in the bin.
}
found-time = { $time }; at most { $limit } expected.
found-title = “{ $title }”
found-not-judged = Not judged: { $because } must be earned first.

cause-made = Splice made before you.
cause-cleave = Cause: a fibre cleaved at { $angle }.
cause-dirt = Cause: dirt in the arc.
cause-defect = Cause: a flaw in the splice (bubble, too thin or too thick).
cause-askew = Cause: fibres laid askew.
cause-offset = Cause: cores out of line.
cause-stored-hot = Cause: a sleeve stored while hot.

score-total = Total: { $earned } points of { $judged } judged, { $percent } %, { $note } / 20
score-passed = Passed.
score-not-passed = Not passed yet.
score-eliminated = Eliminatory: { $title }.
score-actions = Gestures: { $numbers }.

proof-solution-refused = the solution is impossible at action { $number } ({ $action }): { $why }
proof-solution-loses = the solution does not earn the whole line “{ $line }”: { $why }
proof-solution-loses-help = mend the solution, or what the line asks for
proof-idle-passes = doing nothing is enough to pass
proof-idle-passes-help = give more points to what is left to do, or raise “pass_percent”
proof-mistake-refused = the mistake “{ $mistake }” is impossible at action { $number } ({ $action }): { $why }
proof-mistake-spares = the mistake “{ $mistake }” costs nothing at the line “{ $line }”
proof-mistake-spares-help = take the line out of the list, or really make the mistake
proof-mistake-loses-more = the mistake “{ $mistake }” also costs the line “{ $line }”: { $why }
proof-mistake-loses-more-help = add the line to the list, let it depend on another (“needs”), or avoid the loss
proof-refused-help = play these actions in the lab to see where they stop
found-served = { $client } receives { $power }; at least { $least } expected.
found-dark = { $client } has no light.
found-neighbours-untouched = Nobody else lost the light.
found-neighbours-cut = Lost the light on the way: { $clients }.
found-ports-capped = No freed port was left open.
found-ports-open = Left without a cap: { $ports }.
cause-polish = A { $one } face meets a { $other } face: the polishes do not go together.
cause-dirty-face = A dirty face costs most: inspect and clean before plugging in.
