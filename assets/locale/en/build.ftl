# Building a rack: ties, power over the cable, long cables, management apart.

stock-hook-and-loop = hook-and-loop strip
stock-cable-tie = plastic cable tie

bundle-verb-fasten = Fasten
bundle-verb-unfasten = Take ties off
bundle-tie-hook-and-loop = Tie with hook-and-loop
bundle-tie-plastic = Plastic tie, by hand
bundle-tie-gun = Plastic tie, with the gun
bundle-act-hook-and-loop = fastens { $cord } with hook-and-loop, { $newtons } N, bend of { $radius } mm
bundle-act-cable-tie = fastens { $cord } with a plastic tie, { $newtons } N, bend of { $radius } mm
bundle-act-unfasten = takes the ties off { $cord }
bundle-did-fasten = { $cord } is fastened and still turns.
bundle-did-unfasten = { $cord } lies free again.
bundle-did-crush = { $cord } is crushed: its link suffers
bundle-no-such-tie = No hand pulls or bends like that.
bundle-no-ties = There is no tie on { $cord }.
bundle-found-plastic = { $cord } is held by a plastic tie: hook-and-loop opens again and does not cut
bundle-found-tight = { $cord } is tied with { $newtons } N: it should still turn in its strip
bundle-found-bent = { $cord } is bent to { $radius } mm, at least { $least } mm
bundle-found-gentle = no cord tied hard or bent too tight

link-crushed = the cord at { $port } is crushed

rack-did-slopes = { $name } slopes: its rails are a hole higher at one end than at the other.
rack-did-sticks-out = { $name } sticks out { $mm } mm behind: the door does not shut.
rack-behind = { $name } is mounted right behind it: no hand gets there.
rack-found-slopes = it slopes: front and rear of its rails are a hole apart
rack-found-sticks-out = it sticks out { $mm } mm behind: the door does not shut
rack-found-behind = { $name } is mounted right behind it: no hand and no air gets through

poe-found-fed = { $name } lives on { $port }: { $given } W given of { $budget } W
poe-found-fed-off = { $name } is fed by { $port }, but it is off
poe-found-weak = { $name } is dark: { $port } gives { $gives } W, its class asks for { $asks } W
poe-found-gone = { $name } is dark: at { $port } { $left } W are left of the budget, its class asks for { $asks } W
poe-found-no-port = { $name } is dark: its cable comes from no port that feeds

build-found-bonded = { $rack } is on the earth
build-found-not-bonded = { $rack } is not on the earth
build-found-no-way = no way leads from { $a } to { $b }
build-found-run = the installed cable at { $port } is { $length } long
build-found-run-long = the installed cable at { $port } is { $length } long, at most { $most }
build-found-in-band = { $port } goes to { $far }, not to { $switch }
build-found-out-of-band = { $port } is reached from { $switch }
build-found-not-managed = { $port } is not reached from { $switch }

diag-not-fed-by-cable = “{ $name }” has inlets of its own or no class: it does not live on its network cable
diag-ties-of-racks = only cords of racks have ties

cli-graph-about = Say whose supplies share nothing, what takes whom with it, and how each device is reached
cli-arg-graph-from = Also say by which way each device is reached from this one
cli-no-racks = this scenario has no racks
graph-cord = { $cord } ({ $id })
graph-supplies = Power, from each inlet back to its feed
graph-disjoint = { $name }: its supplies share nothing
graph-shared = { $name }: one loss takes it down
graph-unfed = { $name }: fed by nothing
graph-losses = What a single loss takes with it
graph-tripped = goes off in its turn: { $gone }
graph-dark = dark: { $devices }
graph-cut-off = not reached any more: { $devices }
graph-ways = Ways from { $name }
