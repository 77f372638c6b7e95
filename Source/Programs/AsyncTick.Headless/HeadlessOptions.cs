using System.Globalization;
using AsyncTick.Scripting;

namespace AsyncTick.Headless;

/// <summary>The command line, read and checked.</summary>
internal sealed record HeadlessOptions
{
    private const int MostConfigFiles = 32;

    public const string HelpText = """
        Runs C# scripts on a frame loop, without the engine.

        AsyncTick.Headless [options] [script.cs ...] [-- arguments for the scripts]

          --exec "cmd; cmd"   console commands to execute once the scripts have started; may be given several times
          --frames N          end after N frames
          --fps N             frames per second (default 60)
          --virtual           do not wait between frames: time is counted in frames, as fast as the machine can
          --keep-going        start the scripts that compile when others do not; without it none is started
          --stay              go on when the scripts have ended, until a signal or AsyncTick.Quit: for a service
          --dashboard [port]  start the web page; ends with an error when a port that is named is taken
          --no-remote         open no command socket (the tool asynctick does not reach this host)
          --log-file FILE     append the log to a file, too
          --config FILE       read options and scripts from a file, a line each as they would stand here; # begins a comment
          --verbose           show verbose log lines
          --version           show the version
          --help              show this text

        Started with scripts and without a terminal, it ends when the scripts have ended and AsyncTick.Dashboard is not on; lines that arrive on
        standard input meanwhile are commands. In a terminal it takes console commands until quit; type help for them, Tab completes.
        Ctrl-C, SIGTERM or SIGHUP cancels everything and ends it.
        Exit codes: 0 ended as asked, 1 a script failed, 2 bad input; a script's own code if it returns one.
        """;

    public IReadOnlyList<string> Scripts { get; private init; } = [];

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public IReadOnlyList<string> Commands { get; private init; } = [];

    public long? Frames { get; private init; }

    public double FramesPerSecond { get; private init; } = 60;

    public bool Virtual { get; private init; }

    public bool KeepGoing { get; private init; }

    public bool Stay { get; private init; }

    public bool Dashboard { get; private init; }

    /// <summary>Null for the usual port, or a free one.</summary>
    public int? DashboardPort { get; private init; }

    public bool Remote { get; private init; } = true;

    /// <summary>Empty for none.</summary>
    public string LogFile { get; private init; } = "";

    public bool Verbose { get; private init; }

    public bool Version { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="FormatException">The command line is not understood; the message says what and what would be.</exception>
    public static HeadlessOptions Parse(IReadOnlyList<string> args)
    {
        HeadlessOptions options = new();
        List<string> scripts = [];
        List<string> commands = [];
        args = [.. args];
        var files = 0;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--":
                    return options with { Scripts = scripts, Commands = commands, Arguments = [.. args.Skip(i + 1)] };
                case "--exec":
                    commands.Add(Value(args, ref i));
                    break;
                case "--config":
                    var file = Value(args, ref i);
                    if (++files > MostConfigFiles)
                    {
                        throw new FormatException($"--config: more than {MostConfigFiles} files, the last one '{file}'; a file may not name itself.");
                    }

                    var words = WordsOf(file);
                    args = [.. args.Take(i + 1), .. words, .. args.Skip(i + 1)];
                    break;
                case "--frames":
                    options = options with { Frames = WholeNumber(args, ref i) };
                    break;
                case "--fps":
                    options = options with { FramesPerSecond = Rate(args, ref i) };
                    break;
                case "--log-file":
                    options = options with { LogFile = Value(args, ref i) };
                    break;
                case "--dashboard":
                    options = options with { Dashboard = true, DashboardPort = Port(args, ref i) };
                    break;
                case { } option when option.StartsWith('-'):
                    options = options.WithFlag(option);
                    break;
                case { } script:
                    scripts.Add(script);
                    break;
            }
        }

        return options with { Scripts = scripts, Commands = commands };
    }

    private HeadlessOptions WithFlag(string option) => option switch
    {
        "--virtual" => this with { Virtual = true },
        "--keep-going" => this with { KeepGoing = true },
        "--stay" => this with { Stay = true },
        "--no-remote" => this with { Remote = false },
        "--verbose" => this with { Verbose = true },
        "--version" => this with { Version = true },
        "--help" or "-h" or "-?" => this with { Help = true },
        _ => throw new FormatException($"Unknown option '{option}'."),
    };

    private static IEnumerable<string> WordsOf(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Where(line => !line.TrimStart().StartsWith('#')).SelectMany(CommandLineText.Split)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException($"--config: {problem.Message}", problem);
        }
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value.");

    private static int? Port(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? ++i > 0 && port <= ushort.MaxValue ? port : throw new FormatException($"--dashboard needs a port up to {ushort.MaxValue}, not {port}.")
            : null;

    private static long WholeNumber(IReadOnlyList<string> args, ref int i)
    {
        var option = args[i];
        var value = Value(args, ref i);
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{option} needs a whole number above 0, not '{value}'.");
    }

    private static double Rate(IReadOnlyList<string> args, ref int i)
    {
        var value = Value(args, ref i);
        return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 1000
            ? rate
            : throw new FormatException($"--fps needs a number from 1 to 1000, not '{value}'.");
    }
}
