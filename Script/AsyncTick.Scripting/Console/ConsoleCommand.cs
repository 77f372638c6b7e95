namespace AsyncTick.Scripting;

/// <summary>A console command as hosts list and register it.</summary>
/// <param name="Name">The whole name, <c>AsyncTick.Run</c>. Case does not matter when it is typed.</param>
/// <param name="Parameters">What follows it, <c>&lt;script&gt; [arguments]</c>; empty for nothing.</param>
/// <param name="Help">What it does, in a line.</param>
public sealed record ConsoleCommand(string Name, string Parameters, string Help)
{
    /// <summary>The name without <c>AsyncTick.</c>, which prompts of our own accept.</summary>
    public string ShortName => Name[(Name.IndexOf('.') + 1)..];
}
