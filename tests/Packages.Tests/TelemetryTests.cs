using System.Diagnostics;
using System.Net;
using System.Text;
using AsyncTick.Net.Tests;

namespace AsyncTick.Packages.Tests;

/// <summary>What Docs/Telemetry.md says of a running program: the sample is looked at with the standard tools, and sends to a collector.</summary>
public sealed class TelemetryTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(180);

    private readonly HttpListener _collector = new();
    private readonly Dictionary<string, StringBuilder> _received = [];
    private readonly SemaphoreSlim _changed = new(0);
    private Process _sample = null!;
    private string _folder = null!;

    [OneTimeSetUp]
    public void StartSample()
    {
        _folder = Directory.CreateTempSubdirectory("asynctick-telemetry-").FullName;
        var address = $"http://127.0.0.1:{LoopbackPort.Free()}/";
        _collector.Prefixes.Add(address);
        _collector.Start();
        _ = Task.Run(CollectAsync);
        var start = new ProcessStartInfo("dotnet", [Repository.EmbeddingProgram, "telemetry", "120"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "300";
        _sample = Process.Start(start)!;
        _sample.OutputDataReceived += static (_, _) => { };
        _sample.ErrorDataReceived += static (_, _) => { };
        _sample.BeginOutputReadLine();
        _sample.BeginErrorReadLine();
    }

    [OneTimeTearDown]
    public void EndSample()
    {
        _sample.Kill();
        _sample.WaitForExit();
        _sample.Dispose();
        _collector.Close();
        _changed.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task OpenTelemetry_SpansAndMetrics_ReachTheCollector()
    {
        await WaitForAsync("/v1/traces", "order 10", "There is no steel for order 10.", "exception.type", "asynctick.scope", "TelemetryProgram.cs", "factory");
        await WaitForAsync("/v1/metrics", "asynctick.step.duration", "asynctick.pump.duration", "asynctick.tasks", "asynctick.faults", "asynctick.overruns", "asynctick.slow_steps", "asynctick.backlog");
    }

    [Test]
    public async Task Counters_OfARunningProgram_AreRead()
    {
        await WaitForAsync("/v1/metrics", "asynctick.faults");
        var file = Path.Combine(_folder, "counters.csv");
        Look("dotnet-counters", "collect", "--process-id", $"{_sample.Id}", "--counters", "AsyncTick", "--format", "csv", "--output", file, "--refresh-interval", "1", "--duration", "00:00:02");
        var text = File.ReadAllText(file);
        Assert.That(text, Does.Contain("asynctick.step.duration (s)[loop=factory;Percentile=95]").And.Contain("asynctick.tasks ({task})[loop=factory]"));
    }

    [Test]
    public async Task Trace_OfARunningProgram_HasTheEventsOfItsTasks()
    {
        await WaitForAsync("/v1/traces", "order");
        var file = Path.Combine(_folder, "program.nettrace");
        Look("dotnet-trace", "collect", "--process-id", $"{_sample.Id}", "--providers", "AsyncTick:0xFFFFFFFFFFFFFFFF:4", "--output", file, "--duration", "00:00:02");
        var bytes = File.ReadAllBytes(file);
        foreach (var text in (string[])["TaskStart", "TaskStop", "There is no steel for order"])
        {
            Assert.That(bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)), Is.GreaterThanOrEqualTo(0), text);
        }
    }

    private static void Look(string tool, params string[] arguments)
    {
        var folder = DotNet.Start("bash", Repository.Root, "", "tests/install-telemetry.sh", "--where").Output.Trim();
        var (status, output) = DotNet.Start(Path.Combine(folder, tool), Repository.Root, "", arguments);
        Assert.That(status, Is.Zero, output);
    }

    private async Task WaitForAsync(string path, params string[] texts)
    {
        while (texts.FirstOrDefault(text => !Received(path).Contains(text, StringComparison.Ordinal)) is { } missing)
        {
            Assert.That(await _changed.WaitAsync(UnexpectedTimeout), $"'{missing}' has not come to {path}.");
        }
    }

    private string Received(string path)
    {
        lock (_received)
        {
            return _received.TryGetValue(path, out var text) ? text.ToString() : "";
        }
    }

    // The texts in what is sent stand there as they are.
    private async Task CollectAsync()
    {
        try
        {
            while (true)
            {
                var call = await _collector.GetContextAsync();
                using (var reader = new StreamReader(call.Request.InputStream, Encoding.Latin1))
                {
                    var body = await reader.ReadToEndAsync();
                    lock (_received)
                    {
                        if (!_received.TryGetValue(call.Request.Url!.AbsolutePath, out var text))
                        {
                            _received.Add(call.Request.Url.AbsolutePath, text = new StringBuilder());
                        }

                        text.Append(body);
                    }
                }

                call.Response.Close();
                _changed.Release();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The tests are over.
        }
    }
}
