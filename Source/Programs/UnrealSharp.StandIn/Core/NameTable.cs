namespace UnrealSharp.Core;

/// <summary>All names of the process, by number. Any thread.</summary>
internal static class NameTable
{
    private static readonly Lock Gate = new();
    private static readonly List<string> Texts = ["None"];
    private static readonly Dictionary<string, uint> Spellings = new(StringComparer.Ordinal) { ["None"] = 0 };
    private static readonly Dictionary<string, uint> Names = new(StringComparer.OrdinalIgnoreCase) { ["None"] = 0 };

    /// <summary>The number of the name, and that of its spelling.</summary>
    public static (uint Comparison, uint Display) Find(string text)
    {
        lock (Gate)
        {
            if (!Spellings.TryGetValue(text, out var spelling))
            {
                spelling = (uint)Texts.Count;
                Texts.Add(text);
                Spellings.Add(text, spelling);
                Names.TryAdd(text, spelling);
            }

            return (Names[text], spelling);
        }
    }

    public static string TextOf(uint spelling)
    {
        lock (Gate)
        {
            return Texts[(int)spelling];
        }
    }

    public static bool IsKnown(uint spelling)
    {
        lock (Gate)
        {
            return spelling < Texts.Count;
        }
    }
}
