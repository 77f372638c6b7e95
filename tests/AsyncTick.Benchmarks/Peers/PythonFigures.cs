using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AsyncTick.Benchmarks;

/// <summary>Figures of Python's asyncio and of uvloop, from one run of the script beside this file. Not available where Python is not.</summary>
public sealed class PythonFigures(string flavor)
{
    private readonly Lazy<IReadOnlyDictionary<string, double>> _figures = new(() => Measure(flavor));

    public Case Row(string figure) => new PythonRow($"Python {flavor}, one pass per frame", () => _figures.Value.GetValueOrDefault(figure, double.NaN));

    private static Dictionary<string, double> Measure(string flavor)
    {
        var figures = new Dictionary<string, double>();
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "asyncio_frames.py");
        try
        {
            // Debian's own Python: the one that its uvloop package is for.
            var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
            using var process = Process.Start(new ProcessStartInfo(python, [script, flavor]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            while (process.StandardOutput.ReadLine() is { } line)
            {
                var parts = line.Split(' ');
                figures[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
            }

            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                figures.Clear();
                Console.Error.WriteLine($"{flavor} is left out: {errors.Trim().Split('\n')[^1]}");
            }
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine($"python3 is not installed; {flavor} is left out.");
        }

        return figures;
    }

    private sealed class PythonRow(string name, Func<double> figure) : Case(name)
    {
        public override double? MeasureItself()
        {
            var nanoseconds = figure();
            Remark = double.IsNaN(nanoseconds) ? "needs Debian's python3 and python3-uvloop: tests/install-benchmarks.sh" : "its own best of 5";
            return nanoseconds;
        }

        public override long Run() => throw new NotSupportedException();
    }
}
