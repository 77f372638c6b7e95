using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>A line typed at a prompt, as a link of the chain in which later lines find what earlier ones have declared. Immutable; any thread.</summary>
/// <param name="Previous">The line before, or null.</param>
/// <param name="Compiled">What the compiler knows it by.</param>
/// <param name="Name">The name of its assembly.</param>
/// <param name="Assembly">Its code.</param>
internal sealed record PromptLine(PromptLine? Previous, object Compiled, string Name, Assembly Assembly)
{
    /// <summary>The code of this line or an earlier one by the name of its assembly; null when it is none of theirs.</summary>
    public Assembly? Find(string? name)
    {
        for (var line = this; line is not null; line = line.Previous)
        {
            if (line.Name == name)
            {
                return line.Assembly;
            }
        }

        return null;
    }
}
