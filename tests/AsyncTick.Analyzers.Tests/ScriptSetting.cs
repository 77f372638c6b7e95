using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncTick.Analyzers.Tests;

/// <summary>An <c>.editorconfig</c> that says whether files are scripts.</summary>
internal sealed class ScriptSetting(bool isScript) : AnalyzerConfigOptionsProvider
{
    private readonly Options _options = new(isScript);

    public override AnalyzerConfigOptions GlobalOptions => _options;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _options;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _options;

    private sealed class Options(bool isScript) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "asynctick_is_script" && isScript ? "true" : null;
            return value is not null;
        }
    }
}
