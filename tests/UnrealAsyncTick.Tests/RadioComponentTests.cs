using AsyncTick;
using AsyncTick.Net;
using AsyncTick.Net.Tests;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>The radio component on a real Icecast with ffmpeg as its source; the procedural sound wave is the stand-in's, which keeps every sample.</summary>
public sealed class RadioComponentTests
{
    private const int BytesPerSecond = 44100 * 2 * sizeof(short);
    private const int Buffer = BytesPerSecond / 5;

    // Whole samples are put in, and what plays takes out what its time is worth.
    private const int AlmostFull = Buffer - (2 * sizeof(short));

    private ScratchFolder _folder = null!;
    private IcecastServer _icecast = null!;
    private string _mp3 = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        _folder = new ScratchFolder();
        _mp3 = Mp3Material.Make(_folder, "station", seconds: 20);
        _icecast = new IcecastServer();
    }

    [OneTimeTearDown]
    public void StopServer()
    {
        _icecast.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Queue_HoldsTheStationsSamples_BitForBit()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        Attach(editor);
        editor.TickUntil(() => editor.Module.AudioStreams is [{ PlayedBytes: > 2 * BytesPerSecond }]);

        var stream = editor.Module.AudioStreams.Single();
        Assert.That((stream.SampleRate, stream.Channels), Is.EqualTo((44100, 2)));
        Assert.That(Find(stream, static sample => sample), Is.True, "a second of what was queued is in what mpg123 makes of the same file");
    }

    [TestCase(0.5f)]
    [TestCase(0f)]
    public void Volume_ScalesWhatIsQueuedFromThenOn(float volume)
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        Attach(editor, radio => radio.Volume = volume);
        editor.TickUntil(() => editor.Module.AudioStreams is [{ PlayedBytes: > 2 * BytesPerSecond }]);

        Assert.That(Find(editor.Module.AudioStreams.Single(), sample => (short)(sample * volume)), Is.True);
    }

    [Test]
    public void Buffer_HoldsAFifthOfASecondAndNeverMore()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        var radio = Attach(editor);
        editor.PlayUntil(() => radio.Player is { BufferedBytes: > Buffer } && editor.Module.AudioStreams is [{ QueuedBytes: > AlmostFull }]);

        // One frame of a twentieth of a second is taken out, and put back in it.
        editor.Tick(1, 0.05);
        var stream = editor.Module.AudioStreams.Single();
        Assert.That(stream.QueuedBytes, Is.InRange(AlmostFull + 1, Buffer));
        editor.PlayUntil(() => stream.PlayedBytes > BytesPerSecond);
        Assert.That(stream.LongestQueue, Is.InRange(AlmostFull + 1, Buffer), "what is queued cannot be turned down or taken back, so no more than this");
    }

    [Test]
    public void Decoding_GoesOnWhileTheGameThreadDoesNothing()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        var radio = Attach(editor);
        editor.Tick();

        // Not one frame from here on: whatever is decoded was decoded elsewhere.
        Assert.That(SpinWait.SpinUntil(() => radio.Player!.BufferedBytes > Buffer, TimeSpan.FromSeconds(15)), Is.True);
        Assert.That(editor.Module.AudioStreams, Is.Empty, "and no sample reaches the engine outside a frame");
    }

    [Test]
    public void Title_SetAtTheServer_IsRaisedAsAnEvent()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        var radio = Attach(editor);
        List<string> titles = [];
        UnrealTasks.Start(radio, async () =>
        {
            await foreach (var title in radio.All(radio.OnTitleChanged))
            {
                titles.Add(title);
            }
        });
        editor.TickUntil(() => radio.Player is { PlayedBytes: > 0 });
        _icecast.SetTitle("Künstler – It's a title");
        editor.TickUntil(() => titles.Contains("Künstler – It's a title"), 30);

        Assert.That((radio.Player!.Station, radio.Player.Title), Is.EqualTo(("Test Station", "Künstler – It's a title")));
        editor.Engine.EndPlaySession();
        Assert.That(radio.OnTitleChanged.CountBindings(), Is.Zero);
    }

    [Test]
    public void Title_NoListener_LeaksNothing()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        var radio = Attach(editor);
        editor.TickUntil(() => radio.Player is { PlayedBytes: > 0 });
        _icecast.SetTitle("Unheard");
        editor.TickUntil(() => radio.Player!.Title == "Unheard", 30);
        editor.Tick(2);
        Assert.That(editor.Engine.LeakedStrings, Is.Zero);
    }

    [Test]
    public void Source_GoesAndReturns_TheSameSoundGoesOn()
    {
        using var editor = new EditorSession();
        URadioStreamComponent radio;
        using (_icecast.StartSource(_mp3))
        {
            radio = Attach(editor);
            editor.TickUntil(() => radio.Player is { PlayedBytes: > 0 });
        }

        editor.TickUntil(() => radio.Player is { State: RadioState.Connecting, Reconnects: > 0 });
        AssertGoesOn(editor, radio);
    }

    [Test]
    public void Server_GoesAndReturns_TheSameSoundGoesOn()
    {
        using var editor = new EditorSession();
        URadioStreamComponent radio;
        using (_icecast.StartSource(_mp3))
        {
            radio = Attach(editor);
            editor.TickUntil(() => radio.Player is { PlayedBytes: > 0 });
            _icecast.Kill();
        }

        editor.TickUntil(() => radio.Player is { State: RadioState.Connecting, Reconnects: > 1 });
        _icecast.Start();
        AssertGoesOn(editor, radio);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void EndPlay_EndsEverythingAndIsWaitedFor(bool sessionEnds)
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        var before = Footprint.Take();
        var radio = Attach(editor);
        editor.TickUntil(() => radio.Player is { PlayedBytes: > Buffer });
        var stream = editor.Module.AudioStreams.Single();
        if (sessionEnds)
        {
            // The engine waits for the decoder's thread, within its bound, before the world goes.
            editor.Engine.EndPlaySession();
            Assert.That((editor.Loop.Tasks.Count, radio.Player!.State, stream.IsClosed), Is.EqualTo((0, RadioState.Stopped, true)));
        }
        else
        {
            radio.Owner.DestroyActor();
            editor.TickUntil(() => editor.Loop.Tasks.Count == 0);
            Assert.That((radio.Player!.State, stream.IsClosed), Is.EqualTo((RadioState.Stopped, true)));
        }

        before.AssertRestored();
        Assert.That(editor.Complaints, Is.Empty);
    }

    [TestCase("station", "not the address of a station")]
    [TestCase("http://127.0.0.1:1/x", "127.0.0.1:1")]
    public void Url_Wrong_IsNamed(string url, string message)
    {
        using var editor = new EditorSession();
        Attach(editor, radio => radio.Url = url);
        editor.TickUntil(() => editor.Errors.Concat(editor.Warnings).Any());
        Assert.That(editor.Errors.Concat(editor.Warnings).First(), Does.Contain(message));
    }

    [Test]
    public void Machine_WithoutSound_IsOneClearError()
    {
        using var source = _icecast.StartSource(_mp3);
        using var editor = new EditorSession();
        editor.Module.HasAudio = false;
        Attach(editor);
        editor.TickUntil(() => editor.Errors.Count > 0);
        editor.Tick(10);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("there is no audio device"));
    }

    private URadioStreamComponent Attach(EditorSession editor, Action<URadioStreamComponent>? prepare = null) =>
        editor.Attach<URadioStreamComponent>(editor.Engine.BeginPlaySession(), radio =>
        {
            radio.Url = _icecast.Mount.ToString();
            radio.FirstReconnectSeconds = 0.05f;
            radio.MaxReconnectSeconds = 0.2f;
            prepare?.Invoke(radio);
        });

    private void AssertGoesOn(EditorSession editor, URadioStreamComponent radio)
    {
        var before = radio.Player!.PlayedBytes;
        using var source = _icecast.StartSource(_mp3);
        editor.TickUntil(() => radio.Player.PlayedBytes > before + BytesPerSecond, 30);
        Assert.That(editor.Module.AudioStreams, Has.Count.EqualTo(1), "the sound was not opened anew");
        Assert.That(editor.Warnings, Has.Some.Contains("/live.mp3"));
        Assert.That(editor.Errors, Is.Empty);
    }

    // The first frames after a station was joined lack what came before them.
    private bool Find(SimulatedAudioStream stream, Func<short, short> scale)
    {
        var second = stream.AllSamples().AsSpan(BytesPerSecond / 2, BytesPerSecond);
        var decoded = Mp3Material.Mpg123Samples(_folder, _mp3);
        for (var i = 0; i < decoded.Length; i += sizeof(short))
        {
            BitConverter.TryWriteBytes(decoded.AsSpan(i), scale(BitConverter.ToInt16(decoded, i)));
        }

        return decoded.AsSpan().IndexOf(second) >= 0;
    }
}
