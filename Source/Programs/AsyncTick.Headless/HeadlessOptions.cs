using System.Globalization;

namespace AsyncTick.Headless;

/// <summary>The command line, read and checked.</summary>
internal sealed record HeadlessOptions
{
    public const string HelpText = """
        Runs C# scripts on a frame loop, without the engine.

        AsyncTick.Headless [options] [script.cs ...] [-- arguments for the scripts]

          --exec "cmd; cmd"   console commands to execute once the scripts have started; may be given several times
          --frames N          end after N frames
          --fps N             frames per second (default 60)
          --virtual           do not wait between frames: time is counted in frames, as fast as the machine can
          --verbose           show verbose log lines
          --help              show this text

        Started with scripts and without a terminal, it ends when the scripts have ended and AsyncTick.Dashboard is not on. In a terminal it takes
        console commands until quit; type help for them, Tab completes. Ctrl-C cancels everything and ends it.
        Exit codes: 0 ended as asked, 1 a script failed, 2 bad input; a script's own code if it returns one.
        """;

    public IReadOnlyList<string> Scripts { get; private init; } = [];

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public IReadOnlyList<string> Commands { get; private init; } = [];

    public long? Frames { get; private init; }

    public double FramesPerSecond { get; private init; } = 60;

    public bool Virtual { get; private init; }

    public bool Verbose { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="FormatException">The command line is not understood; the message says what and what would be.</exception>
    public static HeadlessOptions Parse(IReadOnlyList<string> args)
    {
        HeadlessOptions options = new();
        List<string> scripts = [];
        List<string> commands = [];
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--":
                    return options with { Scripts = scripts, Commands = commands, Arguments = [.. args.Skip(i + 1)] };
                case "--exec":
                    commands.Add(Value(args, ref i));
                    break;
                case "--frames":
                    options = options with { Frames = WholeNumber(args, ref i) };
                    break;
                case "--fps":
                    options = options with { FramesPerSecond = Rate(args, ref i) };
                    break;
                case "--virtual":
                    options = options with { Virtual = true };
                    break;
                case "--verbose":
                    options = options with { Verbose = true };
                    break;
                case "--help" or "-h" or "-?":
                    options = options with { Help = true };
                    break;
                case { } option when option.StartsWith('-'):
                    throw new FormatException($"Unknown option '{option}'.");
                case { } script:
                    scripts.Add(script);
                    break;
            }
        }

        return options with { Scripts = scripts, Commands = commands };
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new FormatException($"{args[i - 1]} needs a value.");

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
