namespace AsyncTick.Headless;

/// <summary>The line that is being typed, its cursor, and the lines before it. Knows nothing of a terminal.</summary>
internal sealed class LineBuffer
{
    private const int MaxHistory = 500;

    private readonly List<string> _history;
    private readonly Action<string> _remember;
    private string _draft = "";
    private int _place;

    /// <param name="history">Lines that were typed before, oldest first.</param>
    /// <param name="remember">Told of each line that joins them.</param>
    public LineBuffer(IEnumerable<string> history, Action<string> remember)
    {
        _history = [.. history];
        _remember = remember;
        _place = _history.Count;
    }

    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>Puts another text in the place of what is from <paramref name="start"/> to the cursor.</summary>
    public void Replace(int start, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(Cursor));
        Cursor = start + text.Length;
    }

    public void MoveTo(int place) => Cursor = place;

    public void Left()
    {
        if (Cursor > 0)
        {
            Cursor -= Cursor > 1 && char.IsLowSurrogate(Text[Cursor - 1]) ? 2 : 1;
        }
    }

    public void Right()
    {
        if (Cursor < Text.Length)
        {
            Cursor += Cursor + 1 < Text.Length && char.IsHighSurrogate(Text[Cursor]) ? 2 : 1;
        }
    }

    public void WordLeft()
    {
        while (Cursor > 0 && char.IsWhiteSpace(Text[Cursor - 1]))
        {
            Cursor--;
        }

        while (Cursor > 0 && !char.IsWhiteSpace(Text[Cursor - 1]))
        {
            Cursor--;
        }
    }

    public void WordRight()
    {
        while (Cursor < Text.Length && char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }

        while (Cursor < Text.Length && !char.IsWhiteSpace(Text[Cursor]))
        {
            Cursor++;
        }
    }

    public void DeleteLeft(Action move)
    {
        var end = Cursor;
        move();
        Text = Text.Remove(Cursor, end - Cursor);
    }

    public void DeleteRight()
    {
        var start = Cursor;
        Right();
        Text = Text.Remove(start, Cursor - start);
        Cursor = start;
    }

    public void DeleteToEnd() => Text = Text[..Cursor];

    public void Clear()
    {
        Text = "";
        Cursor = 0;
    }

    /// <summary>Shows the line before; what was typed is kept for the way back.</summary>
    public void Older() => Show(_place - 1);

    public void Newer() => Show(_place + 1);

    /// <summary>Takes the line and remembers it, unless it is empty or the same as the last one.</summary>
    public string Take()
    {
        var line = Text;
        if (line.Trim().Length > 0 && (_history.Count == 0 || _history[^1] != line))
        {
            _history.Add(line);
            _remember(line);
            if (_history.Count > MaxHistory)
            {
                _history.RemoveAt(0);
            }
        }

        _place = _history.Count;
        _draft = "";
        Clear();
        return line;
    }

    private void Show(int place)
    {
        if (place < 0 || place > _history.Count)
        {
            return;
        }

        if (_place == _history.Count)
        {
            _draft = Text;
        }

        _place = place;
        Text = place == _history.Count ? _draft : _history[place];
        Cursor = Text.Length;
    }
}
