using System.Runtime.ExceptionServices;
using AsyncTick;
using UnrealSharp.Core;

namespace UnrealAsyncTick;

/// <summary>One load of a task; afterwards what the engine keeps for it. Game thread only.</summary>
/// <param name="done">Runs inside of the engine's call, before anything can be collected.</param>
internal sealed class LoadWait(Action done) : EngineWait
{
    private readonly AsyncAutoResetEvent _ended = new(name: "load");
    private Exception? _fault;
    private bool _isDone;
    private uint _id;

    public void Open(string path, int priority, IReadOnlyList<FName>? bundles)
    {
        Register(null);
        _id = Scopes.Answers.Loads.Add(this);
        if (!Scopes.Source.StartLoad(_id, path, priority, bundles is null ? [] : [.. bundles.Select(static bundle => bundle.ToString())]))
        {
            throw new AssetNotFoundException($"'{path}' is no primary asset, and only those have bundles: see Project Settings > Asset Manager.");
        }
    }

    public async Task Read(IProgress<double>? progress, string file, int line)
    {
        if (progress is null)
        {
            await _ended.WaitAsync(file, line);
        }
        else
        {
            while (!_isDone)
            {
                progress.Report(Scopes.Source.GetLoadProgress(_id));
                await Async.NextFrame();
            }

            progress.Report(1);
        }

        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }
    }

    public void Done()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        try
        {
            done();
        }
        catch (Exception fault)
        {
            _fault = fault;
        }

        _ended.Set();
    }

    // It has no owner.
    public override void OwnerIsGone()
    {
    }

    public override void Close()
    {
        if (Unregister())
        {
            Scopes.Answers.Loads.Remove(_id);
            Scopes.Source.ReleaseLoad(_id);
        }
    }
}
