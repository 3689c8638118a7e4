# Where the trainee is
effect-arrived = You are at { $place }, { $time } later.
effect-bench-set-up = Your bench stands at { $place }.
refusal-no-such-place = There is no place { $place }.
refusal-already-there = That is here already: { $place }.
refusal-elsewhere = That is at { $place }. Go there first.
refusal-bench-elsewhere = Your bench stands at { $place }. Go there, or set it up here.
refusal-no-room-for-bench = No bench can be set up at { $place }.
refusal-splicer-not-empty = Something lies in the splicer. Take it out first.
action-go-to = go to { $place }
action-set-up-bench = set up the bench
coach-go-to = Go to { $place }
coach-go-to-why = What has to be done is there.
coach-set-up-bench = Set up your bench here
coach-set-up-bench-why = The fibres to be spliced meet here.
diag-off-the-map = { $off } is off the map: at most { $most } each way
diag-bench-twice = the bench can stand at “{ $place }” already
verb-go-to = Go there
verb-set-up-bench = Set up the bench

# Stations and map
station-map = Map
station-bench = Bench
map-here = You are here: { $place }
map-go = Go to { $place }: { $time }
map-cable = { $fibres } fibres · { $length }
map-thing = { $name }
map-how = Click a place to go there. ← → ↑ ↓ choose, Enter goes.

# Papers and instruments
instrument-order = Work order
order-clients = Clients on this line
order-client = { $client }
