using System.Text;

namespace AsyncTick.Headless;

/// <summary>
/// Standard output when it is a terminal with a line being typed at its bottom: what is written meanwhile goes above that line. Any thread.
/// </summary>
public sealed class TerminalScreen(TextWriter terminal)
{
    private const string Prompt = "> ";
    private const int UsualWidth = 80;

    private readonly Lock _gate = new();
    private string _line = "";
    private int _cursor;
    private int _cursorRow;
    private bool _isShown;
    private bool _isClosed;

    /// <summary>Whether a user sits at a terminal that understands cursor sequences.</summary>
    public static bool IsAvailable() => !Console.IsInputRedirected && !Console.IsOutputRedirected
        && (OperatingSystem.IsWindows()
            ? Environment.GetEnvironmentVariable("WT_SESSION") is { Length: > 0 } // the older console edits and remembers lines by itself
            : Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb");

    /// <summary>Shows the line and its cursor, in the place of what was shown before.</summary>
    public void Show(string line, int cursor)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            StringBuilder text = new();
            Erase(text);
            (_line, _cursor, _isShown) = (line, cursor, true);
            Draw(text);
            Send(text);
        }
    }

    /// <summary>Leaves the line where it is and goes on below it.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            StringBuilder text = new();
            Erase(text);
            text.Append(Prompt).Append(_line).Append("\r\n");
            (_line, _cursor, _isShown, _cursorRow) = ("", 0, false, 0);
            Send(text);
        }
    }

    /// <summary>Takes the line away for good.</summary>
    public void Close()
    {
        lock (_gate)
        {
            StringBuilder text = new();
            Erase(text);
            (_isShown, _isClosed) = (false, true);
            Send(text);
        }
    }

    /// <summary>Writes whole lines above the one that is being typed.</summary>
    public void Write(string lines)
    {
        lock (_gate)
        {
            StringBuilder text = new();
            Erase(text);
            text.Append(lines).Append("\r\n");
            Draw(text);
            Send(text);
        }
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    private void Erase(StringBuilder text)
    {
        if (!_isShown)
        {
            return;
        }

        if (_cursorRow > 0)
        {
            text.Append($"\e[{_cursorRow}A");
        }

        text.Append("\r\e[J");
        _cursorRow = 0;
    }

    private void Draw(StringBuilder text)
    {
        if (!_isShown)
        {
            return;
        }

        var width = Width();
        var end = Prompt.Length + _line.Length;
        var cursor = Prompt.Length + _cursor;
        text.Append(Prompt).Append(_line);
        if (end % width == 0)
        {
            text.Append("\r\n"); // a terminal waits with the next row until something is written there
        }

        var up = (end / width) - (cursor / width);
        if (up > 0)
        {
            text.Append($"\e[{up}A");
        }

        text.Append('\r');
        if (cursor % width > 0)
        {
            text.Append($"\e[{cursor % width}C");
        }

        _cursorRow = cursor / width;
    }

    private void Send(StringBuilder text)
    {
        terminal.Write(text.ToString());
        terminal.Flush();
    }
}
