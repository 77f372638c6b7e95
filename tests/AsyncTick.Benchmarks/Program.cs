using AsyncTick.Benchmarks;

var rounds = 7;
var contender = "";
var filter = "";
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--rounds" when i + 1 < args.Length:
            rounds = int.Parse(args[++i], System.Globalization.CultureInfo.InvariantCulture);
            break;
        case "--contender" when i + 1 < args.Length:
            contender = args[++i];
            break;
        case "--filter" when i + 1 < args.Length:
            filter = args[++i];
            break;
        default:
            Console.Error.WriteLine("usage: dotnet run -c Release --project tests/AsyncTick.Benchmarks -- [--rounds N] [--filter TEXT] [--contender TEXT]");
            return 2;
    }
}

foreach (var discipline in Disciplines.All.Where(discipline => discipline.Title.Contains(filter, StringComparison.OrdinalIgnoreCase)))
{
    Console.Write(Report.Format(discipline, discipline.Measure(rounds, contender)));
}

return 0;
