using System.Globalization;
using Embedding;

// The samples of Docs/Embedding.md and Docs/Telemetry.md: dotnet run --project Samples/Embedding -- console|game|server|worker|telemetry
switch (args.FirstOrDefault())
{
    case "console":
        ConsoleLoop.Run();
        return 0;
    case "game":
        GameProgram.Run();
        return 0;
    case "server":
        EchoServer.Run(Console.In);
        return 0;
    case "worker":
        await WorkerProgram.RunAsync(args[1..]);
        return 0;
    case "telemetry":
        TelemetryProgram.Run(double.Parse(args.ElementAtOrDefault(1) ?? "60", CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("Name a sample: console, game, server, worker or telemetry.");
        return 2;
}
