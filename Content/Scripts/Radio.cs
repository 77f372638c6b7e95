// Plays an Icecast or Shoutcast station, or a playlist, or an MP3 by HTTP, into a WAV file; titles go to the log. Reconnects.
//   Radio.cs [address] [file.wav] [seconds]     default http://127.0.0.1:8000/live.mp3 radio.wav, for ever
// The other half:  icecast2, and   ffmpeg -re -stream_loop -1 -i music.mp3 -c copy -content_type audio/mpeg -f mp3 icecast://source:hackme@127.0.0.1:8000/live.mp3

Uri address = new(args.Length > 0 ? args[0] : "http://127.0.0.1:8000/live.mp3");
string file = args.Length > 1 ? args[1] : "radio.wav";
double seconds = args.Length > 2 ? double.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : double.PositiveInfinity;

await using WavFileSink sink = new(file);
RadioPlayer player = new(address, sink);
player.TitleChanged += title => LogWarning($"now playing: {title}");
GameTask playing = Start(player.Play);

while (!playing.IsCompleted && sink.TotalSeconds < seconds)
{
    await Delay(0.5);
    Async.SetStatus($"{player.State}, {player.Format}, {sink.TotalSeconds:0.0} s, {player.Reconnects} reconnects");
}

playing.Cancel();
await Until(() => playing.IsCompleted);
if (playing.Task.IsFaulted)
{
    LogError(playing.Task.Exception!.InnerException!.Message);
}

Log($"{sink.TotalSeconds:0.0} s of {player.Station ?? LogText.Address(address)} are in {string.Join(", ", sink.Files)}");
