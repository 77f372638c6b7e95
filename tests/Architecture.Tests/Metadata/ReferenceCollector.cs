using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace AsyncTick.Architecture.Tests.Metadata;

/// <summary>Finds every type of the same assembly that a type names, method bodies included.</summary>
/// <param name="metadata">Of the assembly.</param>
/// <param name="assembly">The assembly itself, for the bodies.</param>
/// <param name="found">Called for each mention.</param>
internal sealed class ReferenceCollector(MetadataReader metadata, PEReader assembly, Action<TypeDefinitionHandle> found)
{
    private readonly SignatureVisitor _signatures = new(found);

    public void AddType(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        AddAttributes(type.GetCustomAttributes());
        AddConstraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Add(metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(_signatures, null);
        }

        foreach (var method in type.GetMethods())
        {
            AddMethod(metadata.GetMethodDefinition(method));
        }
    }

    private void AddMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, null);
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = assembly.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Add(region.CatchType);
        }

        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            Add(MetadataTokens.EntityHandle(token));
        }
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                found((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.MethodDefinition:
                found(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                found(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                AddMember(metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                var specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(_signatures, null);
                Add(specification.Method);
                break;
        }
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(_signatures, null);
        }
        else
        {
            member.DecodeFieldSignature(_signatures, null);
        }
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in metadata.GetGenericParameter(parameter).GetConstraints())
            {
                Add(metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }
    }

    // The attribute's own type; and types that it names, as AsyncMethodBuilder does, which are written down as text.
    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            Add(attribute.Constructor);
            var text = System.Text.Encoding.UTF8.GetString(metadata.GetBlobBytes(attribute.Value));
            foreach (var type in metadata.TypeDefinitions)
            {
                var definition = metadata.GetTypeDefinition(type);
                if (text.Length > 4 && text.Contains($"{metadata.GetString(definition.Namespace)}.{metadata.GetString(definition.Name)}\0", StringComparison.Ordinal))
                {
                    found(type);
                }
            }
        }
    }
}
