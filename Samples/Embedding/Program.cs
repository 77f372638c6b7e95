using Embedding;

// The samples of Docs/Embedding.md: dotnet run --project Samples/Embedding -- console|game|server|worker
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
    default:
        Console.Error.WriteLine("Name a sample: console, game, server or worker.");
        return 2;
}
