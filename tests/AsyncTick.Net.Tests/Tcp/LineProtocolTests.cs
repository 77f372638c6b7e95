using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Line ends as the world writes them, and telnet's commands, cut at every point.</summary>
public sealed class LineProtocolTests
{
    private static readonly string[] OneByteAtATime = ["1", "2", "3", "100"];

    [TestCase(LineEnd.LineFeed, "a\nb\r\nc\rd\n\r\ne", new[] { "a", "b", "c\rd", "", "e" })]
    [TestCase(LineEnd.Any, "a\nb\r\nc\rd\n\r\ne", new[] { "a", "b", "c", "d", "", "e" })]
    [TestCase(LineEnd.Any, "a\r\0b\n\rc\r\rd\n\ne\r\n\r\nf\r", new[] { "a", "b", "c", "", "d", "", "e", "", "f" })]
    [TestCase(LineEnd.Any, "\u266b\r\n\u266b", new[] { "\u266b", "\u266b" })]
    public void ReadLine_EachKindOfEnd_CutAnywhere(LineEnd end, string sent, string[] expected) => AssertLines(new LineOptions { LineEnd = end }, Encoding.UTF8.GetBytes(sent), expected);

    [Test]
    public void ReadLine_AnyEnd_IsThereWithTheFirstByteOfTheEnd()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port, new LineOptions { LineEnd = LineEnd.Any, CloseSeconds = 0.05 });
            peer.Accept().Write("prompt\r");
            Assert.That(await client.ReadLine(), Is.EqualTo("prompt"));
            peer.Write("\ntext");
            Assert.That(await client.ReadText(), Is.EqualTo("text"), "the other half of the end is no text");
        });
    }

    [Test]
    public void Telnet_CommandsAndOptions_AreTakenOutAndRefused()
    {
        byte[] sent =
        [
            255, 251, 1, .. "log"u8, 255, 253, 24, .. "in\r\0: "u8, 255, 250, 31, 0, 80, 255, 255, 0, 24, 255, 240, .. "y\n"u8, 255, 241, .. "z\r\n"u8, 255, 254, 3, 255, 252, 3,
        ];
        AssertLines(new LineOptions { Telnet = true }, sent, ["log" + "in\r: y", "z"], answer: [255, 254, 1, 255, 252, 24]);
    }

    [Test]
    public void WriteLine_NewLineOption_IsWhatIsSent()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port, new LineOptions { NewLine = "\r\n", CloseSeconds = 0.05 });
            peer.Accept();
            await client.WriteLine("HELO");
            Assert.That(await Task.Run(() => peer.ReadBytes(6)).InScope(), Is.EqualTo("HELO\r\n"u8.ToArray()));
        });
    }

    private static void AssertLines(LineOptions options, byte[] sent, string[] expected, byte[]? answer = null)
    {
        foreach (var cut in OneByteAtATime.Select(int.Parse))
        {
            using var loop = new NetLoop();
            using var peer = new LoopbackPeer();
            loop.Run(async () =>
            {
                await using var client = await LineConnection.Open("127.0.0.1", peer.Port, options);
                peer.Accept();
                var lines = new List<string>();
                var reading = Async.Start(async () =>
                {
                    await foreach (var line in client.ReadLines())
                    {
                        lines.Add(line);
                    }
                });
                foreach (var part in sent.Chunk(cut))
                {
                    peer.Write(part);
                    await Async.Frames(2);
                }

                peer.End();
                await reading;
                Assert.That(lines, Is.EqualTo(expected), $"cut to {cut}");
                if (answer is not null)
                {
                    Assert.That(await Task.Run(() => peer.ReadBytes(answer.Length)).InScope(), Is.EqualTo(answer));
                }
            });
        }
    }
}
