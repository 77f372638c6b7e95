using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AsyncTick.Benchmarks;

/// <summary>What a frame costs on the C++ side, from one run of the shim's benchmark, which is built here when it has not been, as a Shipping game: there the engine's statistics are empty, which the shim's own are not. Its figures are the best of 40 rounds.</summary>
public static partial class NativeFigures
{
    private static readonly Lazy<(string? Problem, Dictionary<string, double> Figures)> Run = new(Measure);

    public static Case Row(string name, string figure, params Goal[] goals) => new NativeRow(name, figure) { Goals = goals };

    private static (string? Problem, Dictionary<string, double> Figures) Measure()
    {
        var figures = new Dictionary<string, double>();
        var shim = Path.GetFullPath(Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "EngineShim").Value!);
        var build = Path.Combine(shim, "build", "bench");
        var bench = Path.Combine(build, "bench");
        try
        {
            if (!File.Exists(bench)
                && (Execute("cmake", ["-S", shim, "-B", build, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DSHIM_SHIPPING=ON"]).ExitCode != 0
                    || Execute("cmake", ["--build", build, "--target", "bench"]).ExitCode != 0))
            {
                return ("the C++ did not build: see tests/EngineShim/run.sh", figures);
            }

            foreach (Match line in FigureLine().Matches(Execute(bench, []).Output))
            {
                figures[line.Groups[1].Value] = double.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture);
            }

            return (null, figures);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ("needs g++, cmake and ninja: tests/EngineShim/run.sh installs them", figures);
        }
    }

    private static (int ExitCode, string Output) Execute(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [GeneratedRegex(@"^(\S.*?)\s+([0-9.]+) ns", RegexOptions.Multiline)]
    private static partial Regex FigureLine();

    private sealed class NativeRow(string name, string figure) : Case(name)
    {
        public override double? MeasureItself()
        {
            Remark = NativeFigures.Run.Value.Problem ?? "its own best of 40";
            return NativeFigures.Run.Value.Figures.GetValueOrDefault(figure, double.NaN);
        }

        public override long Run() => throw new NotSupportedException();
    }
}
