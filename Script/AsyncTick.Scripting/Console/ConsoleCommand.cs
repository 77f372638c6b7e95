namespace AsyncTick.Scripting;

/// <summary>
/// A console command: everything that the prompt, help, completion, the engine's registration and the docs know of it. Immutable; any thread, its
/// functions on the loop's.
/// </summary>
/// <param name="ShortName">The name without <c>AsyncTick.</c>, which prompts of our own accept. Case does not matter when it is typed.</param>
/// <param name="Parameters">
/// What follows it, <c>&lt;script&gt; [arguments]</c>. The first one in angle brackets is required; with none at all the command takes nothing. Both are
/// checked before <paramref name="Handler"/> is called.
/// </param>
/// <param name="Help">What it does, in a line: a sentence that begins with a capital letter and ends with a full stop.</param>
/// <param name="Handler">What does it.</param>
public sealed record ConsoleCommand(string ShortName, string Parameters, string Help, ConsoleHandler Handler)
{
    internal const string Prefix = "AsyncTick.";

    /// <summary>The whole name, <c>AsyncTick.Run</c>.</summary>
    public string Name => Prefix + ShortName;

    /// <summary>Name and parameters.</summary>
    public string Usage => $"{Name} {Parameters}".TrimEnd();

    /// <summary>What the first word after the name may become, given what is typed of it; null for nothing. May give more than begins with that word.</summary>
    public Func<string, IEnumerable<string>>? Completion { get; init; }

    /// <summary>Whether the rest of the line is C#, in which a semicolon does not end the command.</summary>
    public bool IsCode { get; init; }
}
