namespace AsyncTick.Scripting;

/// <summary>How a <see cref="ScriptHost"/> behaves. Read once, when the host is made.</summary>
public sealed record ScriptHostOptions
{
    /// <summary>How long a copy that is being replaced may take to end, in seconds of real time, before the new one starts beside it.</summary>
    public double ReplaceSeconds { get; init; } = 2;

    /// <summary>
    /// How long the code of an ended script may stay in memory, in seconds, before the host asks for a collection in the background;
    /// the same again before each further one. After five it warns, and names what holds the code.
    /// </summary>
    public double UnloadSeconds { get; init; } = 5;
}
