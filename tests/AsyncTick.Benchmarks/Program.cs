using System.Diagnostics;
using AsyncTick.Benchmarks;

var rounds = 5;
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
        case LineClients.Argument when i + 2 < args.Length:
            return await LineClients.TalkAsync(args[i + 1], args[i + 2]);
        default:
            Console.Error.WriteLine("usage: dotnet run -c Release --project tests/AsyncTick.Benchmarks -- [--rounds N] [--filter TEXT] [--contender TEXT]");
            return 2;
    }
}

var started = Stopwatch.GetTimestamp();
Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; medians of {rounds} rounds, in each of which every row has its turn.");
foreach (var discipline in Disciplines.All.Where(discipline => discipline.Title.Contains(filter, StringComparison.OrdinalIgnoreCase)))
{
    Console.Write(Report.Format(discipline, discipline.Measure(rounds, contender)));
}

Console.WriteLine($"\n{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s in all.");
return 0;
