using AsyncTick.Scripting;

namespace AsyncTick.Headless;

/// <summary>Edits a line in a terminal: cursor keys, history, completion with Tab.</summary>
/// <param name="screen">Where the line is shown.</param>
/// <param name="complete">What the word before the cursor may become; asked on the reader's thread.</param>
public sealed class LineEditor(TerminalScreen screen, Func<string, int, ConsoleCompletion> complete)
{
    private readonly LineBuffer _buffer = NewBuffer();

    /// <summary>Reads keys until Enter. Ctrl-D on an empty line means quit, as at other prompts.</summary>
    public string ReadLine()
    {
        while (true)
        {
            screen.Show(_buffer.Text, _buffer.Cursor);
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
            {
                screen.Leave();
                return _buffer.Take();
            }

            // AltGr is both on Windows, and makes characters.
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control) && !key.Modifiers.HasFlag(ConsoleModifiers.Alt);
            if (isControl && key.Key == ConsoleKey.D && _buffer.Text.Length == 0)
            {
                screen.Leave();
                return "quit";
            }

            Apply(key, isControl);
        }
    }

    private static LineBuffer NewBuffer()
    {
        HistoryFile file = new();
        return new LineBuffer(file.Read(), file.Add);
    }

    private void Apply(ConsoleKeyInfo key, bool isControl)
    {
        switch (key.Key)
        {
            case ConsoleKey.Tab:
                Complete();
                break;
            case ConsoleKey.UpArrow:
            case ConsoleKey.P when isControl:
                _buffer.Older();
                break;
            case ConsoleKey.DownArrow:
            case ConsoleKey.N when isControl:
                _buffer.Newer();
                break;
            case ConsoleKey.LeftArrow when isControl:
                _buffer.WordLeft();
                break;
            case ConsoleKey.RightArrow when isControl:
                _buffer.WordRight();
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when isControl:
                _buffer.Left();
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when isControl:
                _buffer.Right();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                _buffer.MoveTo(0);
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                _buffer.MoveTo(_buffer.Text.Length);
                break;
            case ConsoleKey.W when isControl:
                _buffer.DeleteLeft(_buffer.WordLeft);
                break;
            case ConsoleKey.U when isControl:
                _buffer.DeleteLeft(() => _buffer.MoveTo(0));
                break;
            case ConsoleKey.K when isControl:
                _buffer.DeleteToEnd();
                break;
            case ConsoleKey.Backspace:
            case ConsoleKey.H when isControl:
                _buffer.DeleteLeft(_buffer.Left);
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when isControl:
                _buffer.DeleteRight();
                break;
            case ConsoleKey.Escape:
                _buffer.Clear();
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _buffer.Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    private void Complete()
    {
        var completion = complete(_buffer.Text, _buffer.Cursor);
        switch (completion.Candidates)
        {
            case []:
                break;
            case [var only]:
                _buffer.Replace(completion.Start, only.EndsWith('/') ? only : only + " ");
                break;
            case var several:
                var common = CommonStart(several);
                if (common.Length > _buffer.Cursor - completion.Start)
                {
                    _buffer.Replace(completion.Start, common);
                }
                else
                {
                    screen.Write(string.Join("  ", several));
                }

                break;
        }
    }

    private static string CommonStart(IReadOnlyList<string> words)
    {
        var length = words[0].Length;
        foreach (var word in words)
        {
            var same = 0;
            while (same < Math.Min(length, word.Length) && char.ToUpperInvariant(word[same]) == char.ToUpperInvariant(words[0][same]))
            {
                same++;
            }

            length = same;
        }

        return words[0][..length];
    }
}
