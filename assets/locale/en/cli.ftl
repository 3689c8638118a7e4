cli-about = Splicelab: learn to splice fibre, cable a rack, run a small network. Without a command, the lab opens.
cli-usage = Usage
cli-commands = Commands
cli-options = Options
cli-arguments = Arguments
cli-exit-codes = Exit codes: 0 all is well, 1 something wrong was found, 2 it could not be done.
cli-open-about = Open a scenario in the lab
cli-check-about = Check scenarios and prove their solutions
cli-play-about = Play a journal without a window and give the marks
cli-grade-about = Replay and mark submissions
cli-show-about = Tell a submission gesture by gesture
cli-trace-about = Follow the light from one fibre end to another
cli-sor-about = Files of OTDRs (.sor)
cli-sor-show-about = Shows a file of an OTDR: settings, events, remarks
cli-budget-about = Adds up the loss of a link step by step and says whether it will do
cli-arg-lang = Language: fr or en
cli-arg-help = Show this help
cli-arg-version = Show the version
cli-arg-budget-nm = Wavelength in nm (without it that of the OLT if there is one, else 1550)
cli-arg-seed = Seed of the random choices (1 unless given)
cli-arg-json = Write JSON, for a program
cli-arg-scenario = The scenario’s file (.ron)
cli-arg-journal = What to play: a list of gestures, a solution or a submission
cli-arg-submissions = Submissions
cli-arg-scenarios = Folder in which to look for scenarios
cli-arg-backend = Graphics driver: vulkan, dx12, gl, metal
cli-arg-frame-report = Write frame times every 5 s
cli-arg-paths = Scenarios, or folders that hold some
cli-arg-seeds = How many seeds to prove (5 unless given)
cli-arg-mistake = Play this mistake of the solution file
cli-arg-out = Write the submission to this file
cli-arg-from = From: cable:tube:fibre@place or equipment/port
cli-arg-to = To: cable:tube:fibre@place or equipment/port
cli-arg-nm = Wavelength in nm (1550 unless given)
cli-arg-sor-file = File of an OTDR (.sor)

cli-trouble = Cannot do it:
cli-unknown-command = there is no command “{ $command }”.
cli-unknown-argument = there is no option “{ $argument }”.
cli-missing-argument = { $argument } is missing.
cli-missing-value = a value is missing after { $argument }.
cli-missing-subcommand = what to do is missing; there is: { $known }.
cli-bad-value = “{ $value }” does not fit { $argument }.
cli-did-you-mean = Did you mean “{ $suggestion }”?
cli-see-help = For help: splicelab --help
cli-refused = action { $number } ({ $action }) is refused: { $why }
cli-cannot-read = “{ $file }” cannot be read: { $why }
cli-cannot-write = “{ $file }” cannot be written: { $why }
cli-not-a-submission = “{ $file }” is no submission: line { $line }, column { $column }: { $why }
cli-submission-format = “{ $file }” has format { $format }; this version reads format 1.
cli-too-large = “{ $file }” is too large: more than { $mib } MiB.
cli-scenario-not-found = the scenario “{ $id }” was not found. Name its folder with --scenarios.
cli-scenario-changed = the scenario “{ $id }” has changed since this submission: { $file } has another hash. Find the old version and name its folder with --scenarios.
cli-no-mistake = the mistake “{ $mistake }” is not in this file. There are: { $known }.
cli-not-a-solution = --mistake needs a solution file.
cli-bad-termination = “{ $text }” is neither a fibre end nor a port. Write cable:tube:fibre@place or equipment/port.
cli-no-termination = “{ $text }” does not exist in this scenario.
cli-no-scenario-here = No scenario (.ron) in { $path }.

check-good = { $file }: good, proved for { $seeds ->
    [one] { $seeds } seed
   *[other] { $seeds } seeds
}.
check-broken = { $file }: { $count ->
    [one] { $count } fault
   *[other] { $count } faults
}.
check-no-solution = { $file }: no solution ({ $solution }), nothing is proved.
check-seeds = seeds: { $seeds }

trace-total = in all, at { $nm } nm
trace-span = { $length } of fibre: { $from } → { $to }
trace-splice = splice (estimated { $estimate }): { $from } → { $to }
trace-made-splice = splice made before: { $from } → { $to }
trace-pigtail = pigtail and its splice: { $from } → { $to }
trace-mating = { $faces } connection: { $from } → { $to }
trace-mating-dirty = { $faces } connection, dirty: { $from } → { $to }
trace-mating-wrong = { $faces } connection, different polish: { $from } → { $to }
trace-cord = cord “{ $cord }”, { $length }
trace-leg = 1:{ $ratio } splitter: { $from } → { $to }

open-no-screen = No screen or no graphics driver: the lab cannot open. Here is its demonstration, played without a window.
open-no-window-built = This version is built without a window. Here is the demonstration, played without it.

cli-new-about = Makes an exercise from a template; without one, lists them
cli-arg-template = The template
cli-arg-new-dir = The folder to make; its name becomes that of the exercise
new-list = Templates, for: splicelab new TEMPLATE DIR
new-unknown = there is no template “{ $name }”; perhaps “{ $like }”. There are: { $known }
new-bad-name = “{ $name }” cannot name an exercise: small plain letters, digits and hyphens
new-made = { $file } is ready, with its solution. Change it, then: splicelab check { $file }
template-epissure = one splice, protected and stored
template-brassage = one cord in a cabinet
template-baie-montage = one device in a rack
template-baie-cordon = one cord, led and labelled
template-reseau-ping = two computers on a switch
template-reseau-routeur = a router between two networks
template-chaine-courant = a switch without power, from the rack to the ping

cli-export-about = Gives what an exercise holds to other programs
cli-export-rack-about = The racks as they are: plain tables, and tables that NetBox imports
cli-arg-export-out = Folder for the tables
export-no-rack = this exercise has no rack
