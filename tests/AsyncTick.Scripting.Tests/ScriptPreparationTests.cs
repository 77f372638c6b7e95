namespace AsyncTick.Scripting.Tests;

/// <summary>Translating a script ahead of its start is an optimization: what cannot be translated is reported by its first call, and by nothing else.</summary>
public sealed class ScriptPreparationTests : ScriptTestBase
{
    [Test]
    [Category("case 01")]
    [Category("case 01")]
    public void DelegateType_OfTheScript_IsOrdinaryCode()
    {
        PumpToEnd(Run("""
            Changed handler = item => Log($"changed: {item}");
            handler("door");

            delegate void Changed(string item);
            """));
        Assert.That(Lines, Is.EqualTo(new[] { "changed: door" }));
    }

    [TestCase("[DllImport(\"no-such-library\")] public static extern bool MessageBeep(uint type);", "DllNotFoundException", TestName = "NativeLibrary_OfAnotherSystem")]
    [TestCase("[DllImport(\"libc\")] public static extern int getpid(object[][] wrong);", "MarshalDirectiveException", TestName = "NativeCall_ThatCannotBeMarshalled")]
    [TestCase("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)] public static extern int Missing();", null, TestName = "InternalCall_OfNoRuntime")]
    [TestCase("[ComImport, Guid(\"00000000-0000-0000-0000-00000000abcd\")] public class Shell { }", null, TestName = "ComClass_OfAnotherSystem")]
    [Category("case 02")]
    public void CodeThatCannotBePrepared_IsReportedByItsFirstCallOnly(string member, string? error)
    {
        var call = member.Contains("MessageBeep", StringComparison.Ordinal) ? "Native.MessageBeep(0);"
            : member.Contains("getpid", StringComparison.Ordinal) ? "Native.getpid([]);"
            : "throw new NotSupportedException();";
        PumpToEnd(Run($$"""
            using System.Runtime.InteropServices;

            Log("runs everywhere");
            await NextFrame();
            try
            {
                Call();
            }
            catch (Exception problem)
            {
                Log(problem.GetType().Name);
            }

            static void Call() { {{call}} }

            static class Native
            {
                {{member}}
            }
            """));
        Assert.That(Lines, Is.EqualTo(new[] { "runs everywhere", error ?? "NotSupportedException" }));
    }

    [Test]
    [Category("case 31")]
    public void IndexError_InAFunction_NamesTheFunctionAndTheLinesOfBoth()
    {
        PumpToEnd(Run("""
            int[] data = [1, 2, 3];
            await NextFrame();
            Log(Median(data));

            static int Median(int[] values)
            {
                var middle = values.Length;
                var first = values[0];
                var wrong = values[middle];
                return first + wrong + values[1];
            }
            """));
        var fault = Test.Log.Errors.Single();
        Assert.That(fault, Does.Match(@"Median.*Test\.cs:line 9").And.Match(@"Test\.cs:line 3"));
    }

    [Test]
    [Category("case 31")]
    public void IndexError_OfAScriptThatWaitsForNothing_NamesItsLineAndNoFrameOfTheHost()
    {
        PumpToEnd(Run("""
            int[] data = [1];
            Log(data[data.Length]);
            """));
        var fault = Test.Log.Errors.Single();
        Assert.That(fault, Does.Match(@"Test\.cs:line 2"));
        Assert.That(fault, Does.Not.Contain("AsyncTick.").And.Not.Contain("System.Reflection"));
    }

    [TestCase("", true)]
    [TestCase("#:property Optimize=false\n", true)]
    [TestCase("#:property Optimize=true\n", false)]
    public void Optimize_IsOffUnlessTheScriptAsksForIt(string head, bool isOff)
    {
        PumpToEnd(Run(head + """
            var said = (System.Diagnostics.DebuggableAttribute)System.Reflection.Assembly.GetExecutingAssembly().GetCustomAttributes(typeof(System.Diagnostics.DebuggableAttribute), false)[0];
            Log($"{said.IsJITOptimizerDisabled}");
            """));
        Assert.That(Lines, Is.EqualTo(new[] { $"{isOff}" }));
    }

    [Test]
    public void PreprocessorSymbols_AreThoseOfAProjectOfThisFramework()
    {
        PumpToEnd(Run("""
            #if NET && NET10_0 && NETCOREAPP && NET10_0_OR_GREATER && NET8_0_OR_GREATER && NET5_0_OR_GREATER && NETCOREAPP3_1_OR_GREATER && TRACE
            Log("new");
            #else
            Log("old");
            #endif
            #if NET9_0 || NETFRAMEWORK || NETSTANDARD
            Log("other");
            #endif
            """));
        Assert.That(Lines, Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void PreprocessorSymbols_AtThePrompt_AreTheSame()
    {
        var line = Await(Host.Evaluate("#if NET10_0_OR_GREATER\n1\n#else\n2\n#endif"));
        Assert.That(line.Run!.ValueText, Is.EqualTo("1"));
    }
}
