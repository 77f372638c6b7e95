using System.Text;

namespace AsyncTick.Net;

/// <summary>Cuts text into lines that end in LF, CR LF or CR (a progress bar), and lines that are too long to their limit. One thread at a time.</summary>
internal sealed class LineCutter(int maxLength)
{
    private readonly StringBuilder _line = new();
    private bool _isCut;
    private bool _isAfterReturn;

    /// <summary>Adds the lines that end in <paramref name="text"/>.</summary>
    public void Add(ReadOnlySpan<char> text, List<(string Text, bool IsCut)> lines)
    {
        while (!text.IsEmpty)
        {
            if (_isAfterReturn && text[0] == '\n')
            {
                _isAfterReturn = false;
                text = text[1..];
                continue;
            }

            _isAfterReturn = false;
            var end = text.IndexOfAny('\r', '\n');
            var part = end < 0 ? text : text[..end];
            var taken = Math.Min(part.Length, maxLength - _line.Length);
            _isCut |= taken < part.Length;
            _line.Append(part[..taken]);
            if (end < 0)
            {
                return;
            }

            _isAfterReturn = text[end] == '\r';
            lines.Add(Take());
            text = text[(end + 1)..];
        }
    }

    /// <summary>Adds the last line, which has no end, if there is one.</summary>
    public void End(List<(string Text, bool IsCut)> lines)
    {
        if (_line.Length > 0)
        {
            lines.Add(Take());
        }
    }

    private (string Text, bool IsCut) Take()
    {
        var line = (_line.ToString(), _isCut);
        _line.Clear();
        _isCut = false;
        return line;
    }
}
