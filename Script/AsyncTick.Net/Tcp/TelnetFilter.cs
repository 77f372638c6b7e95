namespace AsyncTick.Net;

/// <summary>
/// Takes the commands of the telnet protocol out of what a peer sends (RFC 854) and refuses every option that it asks for or offers. Input
/// may be cut anywhere. One thread at a time.
/// </summary>
internal sealed class TelnetFilter(Action<ReadOnlySpan<byte>> reply)
{
    private const byte Command = 255;
    private const byte Dont = 254;
    private const byte Do = 253;
    private const byte Wont = 252;
    private const byte Will = 251;
    private const byte Subnegotiation = 250;
    private const byte SubnegotiationEnd = 240;

    private State _state;
    private byte _verb;

    private enum State
    {
        Text,
        Return,
        Command,
        Option,
        Subnegotiation,
        SubnegotiationCommand,
    }

    /// <summary>Filters in place.</summary>
    /// <returns>How many bytes of text are left at the start.</returns>
    public int Filter(Span<byte> bytes)
    {
        var kept = 0;
        foreach (var letter in bytes)
        {
            if (IsText(letter))
            {
                bytes[kept++] = letter;
            }
        }

        return kept;
    }

    private bool IsText(byte letter)
    {
        switch (_state)
        {
            case State.Text or State.Return when letter == Command:
                _state = State.Command;
                return false;
            case State.Return when letter == 0:
                // CR NUL is how telnet writes a CR that is not part of a line's end.
                _state = State.Text;
                return false;
            case State.Text or State.Return:
                _state = letter == '\r' ? State.Return : State.Text;
                return true;
            case State.Command when letter is >= Will and <= Dont:
                (_state, _verb) = (State.Option, letter);
                return false;
            case State.Command:
                // A doubled 255 is one byte of text; everything else that is not an option has no argument.
                _state = letter == Subnegotiation ? State.Subnegotiation : State.Text;
                return letter == Command;
            case State.Option:
                _state = State.Text;
                Refuse(letter);
                return false;
            case State.Subnegotiation:
                _state = letter == Command ? State.SubnegotiationCommand : State.Subnegotiation;
                return false;
            default:
                _state = letter == SubnegotiationEnd ? State.Text : State.Subnegotiation;
                return false;
        }
    }

    private void Refuse(byte option)
    {
        if (_verb is Do or Will)
        {
            reply([Command, _verb == Do ? Wont : Dont, option]);
        }
    }
}
