namespace AsyncTick.Scripting;

/// <summary>Finds the name that was probably meant: other capitals, or a letter or two wrong.</summary>
internal static class NearNames
{
    /// <summary>The nearest of the names, the first of those that are equally near; null when none has at most this many letters wrong.</summary>
    public static string? Find(string word, IEnumerable<string> names, int mostWrong) => names
        .Select(each => (Name: each, Distance: Distance(Path.GetFileNameWithoutExtension(each).ToUpperInvariant(), word.ToUpperInvariant())))
        .Where(each => each.Distance <= mostWrong)
        .OrderBy(each => each.Distance)
        .Select(each => each.Name)
        .FirstOrDefault();

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
