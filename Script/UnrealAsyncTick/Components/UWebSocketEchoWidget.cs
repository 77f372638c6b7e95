using AsyncTick;
using AsyncTick.Net;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.UMG;

namespace UnrealAsyncTick;

/// <summary>
/// The tutorial's echo widget. In the designer it needs a text box <c>Input</c>, a text block <c>WSData</c> and a button <c>Send</c>. What is sent before the
/// connection is there waits and is shown as waiting; the text keeps to its last lines; taking the widget off the screen closes the connection.
/// </summary>
[UClass]
public partial class UWebSocketEchoWidget : UAsyncUserWidget
{
    private const string WaitingMark = " (waiting)";
    private const int MaxLineLength = 1000;

    private readonly Queue<string> _lines = new();
    private readonly Queue<string> _unsent = new();
    private readonly AsyncSignal<bool> _sendAsked = new();
    private bool _isConnected;

    /// <summary>The server. Read when the widget is put on the screen.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial string Url { get; set; }

    /// <summary>How many lines of up to 1,000 characters the text keeps, and how many unsent texts may wait.</summary>
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial int MaxLines { get; set; }

    /// <summary>What is to be sent.</summary>
    [UProperty, BindWidget]
    public partial UEditableTextBox Input { get; set; }

    /// <summary>What came back.</summary>
    [UProperty, BindWidget]
    public partial UTextBlock WSData { get; set; }

    /// <summary>Sends.</summary>
    [UProperty, BindWidget]
    public partial UButton Send { get; set; }

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public override void Construct()
    {
        base.Construct();
        Send.OnClicked += OnSendClicked;
    }

    /// <inheritdoc/>
    public override void Destruct()
    {
        Send.OnClicked -= OnSendClicked;
        base.Destruct();
    }

    /// <inheritdoc/>
    protected override void SetDefaults()
    {
        base.SetDefaults();
        Url = "ws://127.0.0.1:8765/";
        MaxLines = 200;
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(Url);
        await Supervisor.Start($"echo {Url}", () => Talk(address), new SuperviseOptions
        {
            Backoff = new Backoff { FirstSeconds = 0.25, MaxSeconds = 5 },
            IsFatal = static e => e is not NetworkException,
        }).Task;
    }

    [UFunction]
    private void OnSendClicked()
    {
        var text = Input.Text.ToString();
        if (_unsent.Count >= MaxLines)
        {
            Show("not sent: too much is waiting");
            return;
        }

        _unsent.Enqueue(text);
        if (!_isConnected)
        {
            Show(Shorten(text) + WaitingMark);
        }

        _sendAsked.Raise(true);
    }

    private async Task Talk(Uri address)
    {
        await using var socket = await WebSocketConnection.Connect(address);
        _isConnected = true;
        var sending = Async.Start(() => SendAll(socket), "send");
        try
        {
            await foreach (var message in socket.ReceiveAll())
            {
                Show(Shorten(message.Text));
            }

            throw new NetworkException($"{address} has closed the connection.");
        }
        finally
        {
            _isConnected = false;
            sending.Cancel();
        }
    }

    private async Task SendAll(WebSocketConnection socket)
    {
        while (true)
        {
            var asked = _sendAsked.Next();
            while (_unsent.TryPeek(out var text))
            {
                await socket.Send(text);
                _unsent.Dequeue();
                ForgetWaiting(text);
            }

            await asked;
        }
    }

    private void Show(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > MaxLines)
        {
            _lines.Dequeue();
        }

        Refresh();
    }

    private void ForgetWaiting(string text)
    {
        var lines = _lines.ToList();
        if (lines.Remove(Shorten(text) + WaitingMark))
        {
            _lines.Clear();
            lines.ForEach(_lines.Enqueue);
            Refresh();
        }
    }

    private void Refresh() => SetText(() => WSData, string.Join('\n', _lines));

    // The other side decides how long a message is.
    private static string Shorten(string line) => line.Length <= MaxLineLength ? line : string.Concat(line.AsSpan(0, MaxLineLength), "...");
}
